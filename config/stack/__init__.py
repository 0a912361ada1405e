"""The local stack: a real PostgreSQL, a real Valkey and Kariz's own services under one small supervisor."""
