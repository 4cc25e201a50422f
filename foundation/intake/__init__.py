"""Intake (收件): bytes from outside become a safe file or a refusal that says what to do.

Every file is opened in a child process with limits on memory and time; pictures are drawn anew,
packages are unpacked against what they may weigh, and what would run by itself is refused.
`service.take_in` is the door. The child imports this package: nothing is imported here.
"""
