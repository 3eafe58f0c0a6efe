"""The figures in sentences, bars, tables and documents."""
