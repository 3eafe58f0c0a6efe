"""The NHS design system for Kith: form fields, components, page layouts, dates and money in words.

This room knows no service words. See README.md beside this file for how to write a page and a form.
"""
