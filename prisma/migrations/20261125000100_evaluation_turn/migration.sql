-- Each judgement takes the next turn: its row is the lock that lets one process judge at a time, and its number tells a process
-- whether another has judged since it did.
CREATE TABLE evaluation_turn (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  turn bigint NOT NULL DEFAULT 0
);
INSERT INTO evaluation_turn DEFAULT VALUES;
