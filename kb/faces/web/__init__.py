"""The pages: a question, its answer with quotes, and each provision in its article. Streamlit lives here alone."""
