"""YAML files as nodes with their locations, and edits that keep every other byte."""
