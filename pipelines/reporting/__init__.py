"""What people see: the report, the closing summary, answers to queries."""
