//! The lines of the pipeline's picture: who is connected with whom, and how much goes through.

use crate::worker::pipeline::PipelineFrame;

/// A line between two neighbouring columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    /// The place of the part on the left.
    pub from: usize,
    /// The place of the part on the right.
    pub to: usize,
    /// How thick it is: 0 for nothing, then one for each factor of ten in records a second, at most 5.
    pub weight: u8,
    /// Whether something does not get through.
    pub is_troubled: bool,
}

/// The height of a row, in hundredths of the letter's size.
pub const ROW: f64 = 680.0;

impl Wire {
    /// The curve in a field of 100 by [`ROW`] for each row.
    pub fn path(&self) -> String {
        let [from, to] = [self.from, self.to].map(|row| (row as f64 + 0.5) * ROW);
        format!("M0 {from} C50 {from} 50 {to} 100 {to}")
    }
}

/// The lines from producers to streams.
pub fn producer_wires(frame: &PipelineFrame) -> Vec<Wire> {
    let place = |name: &str| frame.streams.iter().position(|stream| stream.name == name);
    let wire = |(from, producer): (usize, &crate::worker::pipeline::producers::ProducerCard)| {
        let to = place(producer.plan.stream.as_deref()?)?;
        let is_troubled = !producer.has_stream || frame.streams[to].refused_per_s > 0;
        Some(Wire { from, to, weight: weight(producer.made_per_s), is_troubled })
    };
    frame.producers.iter().enumerate().filter_map(wire).collect()
}

/// The lines from streams to consumers.
pub fn consumer_wires(frame: &PipelineFrame) -> Vec<Wire> {
    let place = |name: &str| frame.streams.iter().position(|stream| stream.name == name);
    let wire = |(to, consumer): (usize, &crate::worker::pipeline::consumers::ConsumerCard)| {
        let from = place(consumer.plan.stream.as_deref()?)?;
        let is_troubled = !consumer.has_stream || consumer.blocked > 0 || consumer.lost > 0;
        Some(Wire { from, to, weight: weight(frame.streams[from].records_per_s), is_troubled })
    };
    frame.consumers.iter().enumerate().filter_map(wire).collect()
}

/// The lines from consumers to stores.
pub fn store_wires(frame: &PipelineFrame) -> Vec<Wire> {
    let place = |name: &str| frame.stores.iter().position(|store| store.plan.name == name);
    let wire = |(from, consumer): (usize, &crate::worker::pipeline::consumers::ConsumerCard)| {
        let to = place(consumer.plan.store.as_deref()?)?;
        let store = &frame.stores[to];
        let is_troubled = store.is_out || store.refused_per_s > 0;
        let share = store.items_per_s / u64::from(store.consumers.max(1));
        Some(Wire { from, to, weight: weight(share), is_troubled })
    };
    frame.consumers.iter().enumerate().filter_map(wire).collect()
}

fn weight(records_per_s: u64) -> u8 {
    records_per_s.checked_ilog10().map_or(0, |tens| tens.min(4) as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_grow_by_factors_of_ten() {
        let weights = [0, 1, 9, 10, 999, 1_000, 99_999, 1_000_000].map(weight);
        assert_eq!(weights, [0, 1, 1, 2, 3, 4, 5, 5]);
    }

    #[test]
    fn a_line_begins_and_ends_in_the_middle_of_its_rows() {
        let wire = Wire { from: 0, to: 2, weight: 1, is_troubled: false };
        assert_eq!(wire.path(), "M0 340 C50 340 50 1700 100 1700");
    }
}
