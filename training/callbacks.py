"""What `spacy train --code` has to know of: the tokenizer, the student's weights, the mix."""

from training import encoder, mix, tokens

__all__ = ["encoder", "mix", "tokens"]
