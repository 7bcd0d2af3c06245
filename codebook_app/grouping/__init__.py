"""What codes are grouped into for payment: the MS-DRG of a stay, the CMS-HCCs of a diagnosis.

Runs the grouper and the Medicare Code Editor of one package and reads the tables of another; may
import the domain, and no other trade.
"""
