"""The doors: of strangers, of programs, and the pages where admins shape them."""
