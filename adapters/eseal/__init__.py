"""电子印章: an office's seal on a PDF, and the proof of one."""
