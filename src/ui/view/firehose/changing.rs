//! Changes of what a delivery stream does, as commands.

use crate::engine::command::Command;
use crate::engine::firehose::command::DeliveryCommand;
use crate::engine::firehose::plan::{BufferingHints, DestinationPlan};
use crate::worker::firehose::DeliveryFrame;

/// The command that sets other hints.
pub fn set_hints(delivery: &DeliveryFrame, hints: BufferingHints) -> Command {
    changed(delivery, |destination| destination.buffering = Some(hints))
}

/// The command that puts a line feed behind every record.
pub fn append_delimiter(delivery: &DeliveryFrame) -> Command {
    changed(delivery, |destination| destination.appends_delimiter = true)
}

fn changed(delivery: &DeliveryFrame, change: impl FnOnce(&mut DestinationPlan)) -> Command {
    let mut destination = delivery.plan.destination.clone();
    change(&mut destination);
    Command::Delivery(DeliveryCommand::Set {
        delivery_stream: delivery.plan.name.clone(),
        destination: Box::new(destination),
    })
}
