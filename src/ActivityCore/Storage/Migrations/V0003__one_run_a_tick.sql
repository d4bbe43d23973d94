-- A run of a schedule is written down by its own workflow, which is named by the service: whatever name that has, a tick of a definition is one run.
create unique index runs_tick on runs (definition_id, nominal_time) where occurrence_kind = 'schedule';
