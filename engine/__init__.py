"""The Basislijn engine: questionnaires and rules in, explained advice out.

Pure: no web, no database, no network and no clock. The date comes in as an argument.
"""
