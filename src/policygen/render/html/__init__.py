"""Documents, and the site around them, as web pages and as pages for print."""
