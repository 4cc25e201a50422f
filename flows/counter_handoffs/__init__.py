"""扫码接力: phone and counter work on the same case, as far as its owner agrees."""
