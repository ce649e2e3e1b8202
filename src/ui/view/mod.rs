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
pub mod notices;
pub mod playback;
pub mod region;
pub mod ring;
pub mod scenarios;
pub mod skew;
pub mod stopped;
pub mod why;
