"""The recycle bin: records leave their tables whole, as parcels, and come back as they were."""
