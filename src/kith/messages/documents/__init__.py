"""Documents people hold: letters and plans as tagged PDF, made offline."""
