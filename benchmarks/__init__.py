"""What is measured inside one process, beside the thing it is compared with."""
