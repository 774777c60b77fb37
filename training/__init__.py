"""How dorsi's own foot network is made: render, augment, train, evaluate, export. The product imports none of it."""
