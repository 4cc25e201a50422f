"""电子证照: licences the holder lends to one case by 用证码, so that nothing is uploaded."""
