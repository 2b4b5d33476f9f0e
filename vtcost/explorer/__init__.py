"""The explorer (verkenner): a page in the browser in which numbers move and the outcome follows.

What is typed becomes parameters (`controls`), parameters become tables and bars (`outcome`), those become HTML and a
command (`page`): pure functions. `session` answers the page from a kernel, `serve` starts the server.
"""
