//! The parts of the page, one component a file.

pub mod charts;
pub mod console;
pub mod copy;
pub mod file_panel;
pub mod header;
pub mod hot_key;
pub mod icon;
pub mod inputs;
pub mod knob;
pub mod lab;
pub mod lanes;
pub mod limits;
pub mod lineage;
pub mod looks;
pub mod notices;
pub mod playback;
pub mod ring;
pub mod scenarios;
pub mod shard_menu;
pub mod skew;
pub mod stage_tabs;
pub mod stopped;
pub mod stream_panel;
pub mod stream_status;
pub mod strip;
pub mod why;
