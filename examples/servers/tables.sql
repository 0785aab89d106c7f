-- PostgreSQL. In SQLite, `id integer PRIMARY KEY` numbers the rows by itself.
CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item text NOT NULL);
CREATE TABLE refunds (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item text NOT NULL);
