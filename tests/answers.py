"""Answers as a browser takes them."""


def read(response):
    """The answer with its file, if it carries one, read to the end.

    The test client then closes it. Closed by hand, it would end the request for real, and with it the connection to
    the database that the test is using (django/test/client.py, closing_iterator_wrapper).
    """
    if response.streaming:
        for _ in response.streaming_content:
            pass
    return response
