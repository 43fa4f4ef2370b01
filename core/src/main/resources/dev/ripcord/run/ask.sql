INSERT INTO ripcord.request (kind, target, who, reason, accepts_loss) VALUES (?, ?, ?, ?, ?)
