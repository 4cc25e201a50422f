"""How many people asked what, how it was answered, and what nothing answers (咨询统计)."""
