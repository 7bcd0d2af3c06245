"""What codes are grouped into for payment: the CMS-HCC categories of a diagnosis.

Reads the tables of installed packages; may import the domain, and no other trade.
"""
