"""Monitoring (全流程监控), pure: rules and cases in, sightings and a plan of changes out."""
