create table schema_migrations(version text primary key, applied_at text not null);
create table platform_configurations(platform text primary key, api_endpoint text not null, settings text not null);
create table download_history(
    id integer primary key,
    url text not null,
    platform text not null references platform_configurations(platform),
    status text not null,
    finished_at timestamp not null,
    v2_component_id text,
    v2_state_snapshot text
);
create table user_preferences(
    id integer primary key,
    name text not null unique,
    value text not null,
    v2_theme_config text,
    v2_component_layout text
);
create table v2_ui_components(id text primary key, name text not null);
create table v2_component_states(component_id text references v2_ui_components(id), state text not null);
create table v2_theme_configurations(id text primary key, config text not null);
create table v2_performance_metrics(name text primary key, value real not null);
insert into schema_migrations values ('2.0.0', '2025-06-04T00:00:00Z');
insert into platform_configurations values ('youtube', 'https://youtube.example/v3', '{}'), ('tiktok', 'https://tiktok.example/v2', '{}');
insert into v2_ui_components values ('download-list', 'List of downloads');
insert into v2_component_states values ('download-list', '{"sorted": "newest"}');
insert into v2_theme_configurations values ('dark', '{"background": "black"}');
insert into v2_performance_metrics values ('startup_seconds', 1.2);
