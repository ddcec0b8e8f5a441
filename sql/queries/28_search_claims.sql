-- Who said something about uniforms?
SELECT rank, source, stance, snippet, outlet
FROM search_claims('uniforms');
