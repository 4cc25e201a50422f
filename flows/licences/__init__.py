"""免提交: a licence the citizen lends by 用证码 stands for the upload."""
