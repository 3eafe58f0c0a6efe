"""The five foundations and the national code lists: words the whole service agrees on."""
