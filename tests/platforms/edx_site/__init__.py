"""A one-course Django site around the Open edX LTI consumer.

Everything the LTI exchange is made of (login initiation, id_token, keyset, access tokens, line items,
scores, results) is the published `lti-consumer-xblock` package, unmodified. This site supplies what the
rest of Open edX would: a course, a few people, a block runtime and a gradebook.

The site runs under its own virtual environment (requirements-edx.txt), never under the tool's.
"""
