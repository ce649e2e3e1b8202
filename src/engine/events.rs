//! The event queue: what will happen, ordered by (simulated time, order of insertion).
//!
//! Ties go to what was scheduled first, so that the outcome never depends on the queue's inner order.

use super::time::SimTime;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Future events of type `E`, earliest first, first-in first-out among equals.
#[derive(Clone, Debug)]
pub struct EventQueue<E> {
    heap: BinaryHeap<Entry<E>>,
    inserted: u64,
}

#[derive(Clone, Debug)]
struct Entry<E> {
    at: SimTime,
    number: u64,
    event: E,
}

impl<E> EventQueue<E> {
    /// An empty queue.
    pub fn new() -> Self {
        Self { heap: BinaryHeap::new(), inserted: 0 }
    }

    /// Adds `event` at instant `at`.
    pub fn schedule(&mut self, at: SimTime, event: E) {
        self.heap.push(Entry { at, number: self.inserted, event });
        self.inserted += 1;
    }

    /// The instant of the next event.
    pub fn next_at(&self) -> Option<SimTime> {
        self.heap.peek().map(|entry| entry.at)
    }

    /// Takes the next event if its instant is `until` or earlier.
    pub fn pop_until(&mut self, until: SimTime) -> Option<(SimTime, E)> {
        if self.next_at()? > until {
            return None;
        }
        self.heap.pop().map(|entry| (entry.at, entry.event))
    }
}

impl<E> Default for EventQueue<E> {
    fn default() -> Self {
        Self::new()
    }
}

// The heap yields the greatest entry first, so "greater" means earlier, then inserted earlier.
impl<E> Ord for Entry<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<E> Eq for Entry<E> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_first_and_ties_in_the_order_of_insertion() {
        let mut queue = EventQueue::new();
        for (at, name) in [(5, "e"), (1, "a"), (5, "f"), (1, "b"), (3, "c")] {
            queue.schedule(SimTime(at), name);
        }
        let mut order = Vec::new();
        while let Some((_, name)) = queue.pop_until(SimTime(4)) {
            order.push(name);
        }
        assert_eq!(order, ["a", "b", "c"]);
        assert_eq!(queue.next_at(), Some(SimTime(5)));
        assert_eq!(queue.pop_until(SimTime(9)), Some((SimTime(5), "e")));
        assert_eq!(queue.pop_until(SimTime(9)), Some((SimTime(5), "f")));
    }
}
