"""What `spacy train --code` has to know of: the tokenizer and the student's weights."""

from training import encoder, tokens

__all__ = ["encoder", "tokens"]
