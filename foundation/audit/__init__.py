"""审计: every change and every view of personal data, chained, sealed, provable (ADR 34)."""
