-- For each entry of the context what came, or why it was skipped: without it nobody could say why a run saw nothing.
alter table runs add column context_notes text;
