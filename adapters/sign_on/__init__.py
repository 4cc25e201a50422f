"""统一身份认证: single sign-on of 粤省事, 粤商通 and 广东政务服务网."""
