"""工作提醒: what staff are told of cases, once each."""
