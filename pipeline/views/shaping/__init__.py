"""Where admins shape pipelines and their stages."""
