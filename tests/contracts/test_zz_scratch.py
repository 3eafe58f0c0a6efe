# scratch: print the matrix
import csv, sys
from tests.contracts import test_routes as t
from tests.contracts.world import *
def test_gen(world):
    with open('/tmp/permissions.csv','w',newline='') as f:
        w=csv.writer(f, lineterminator='\n'); w.writerow(['method','route',*VISITORS])
        for r in routes():
            for m in t.METHODS:
                w.writerow([m,r.name,*[t._outcome(world,r,v,m) for v in VISITORS]])
