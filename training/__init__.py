"""How the language pipeline that ships is made: data, training, what of it ships."""
