-- What a communicator is limited to; nothing here: every component. A component that is named cannot be removed, lest a limit become none.
CREATE TABLE staff_component (
  staff_id text NOT NULL REFERENCES staff,
  component_id int NOT NULL REFERENCES component,
  PRIMARY KEY (staff_id, component_id)
);
CREATE INDEX staff_component_component_id ON staff_component (component_id);
