INSERT INTO ripcord.run (document) VALUES (?)
