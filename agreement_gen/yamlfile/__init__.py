"""YAML files as nodes with their places, and edits that keep every other byte."""
