"""Topic cards and pages of text: files in, values out. Pure Python; knows no circle, no person and no database."""
