"""Many at once (批量办理): each row tells whether it went and why not."""
