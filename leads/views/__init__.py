"""The pages of leads, companies and contacts."""
