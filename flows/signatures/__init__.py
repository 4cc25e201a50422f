"""手写签名: writing on glass, bound to the very document it was made under."""
