"""The pages about people: signing in, one’s own settings, and the admin’s page of people and teams."""
