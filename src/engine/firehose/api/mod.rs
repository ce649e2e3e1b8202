//! The Firehose API of 2015-08-04 as types, and what it means for the plans of delivery streams.
//!
//! A request has AWS's field names in JSON; the settings of all kinds of destinations are one type,
//! [`destination::Destination`], because AWS gives the same names to the same things. [`planning`] turns them into a plan,
//! [`describing`] turns a plan into them, and [`rules`] says which plans AWS refuses.
//! Leaves out: roles, logging, networks, credentials and other settings without a counterpart in the simulation; they are
//! taken and not kept, and a description shows made-up ones where AWS always shows some.

pub mod administration;
pub mod describing;
pub mod destination;
pub mod error;
pub mod planning;
mod processing;
pub mod request;
pub mod response;
pub mod rules;
#[cfg(test)]
mod tests;
pub mod values;

/// The id of a delivery stream's destination, of which there is one. Observed.
pub const DESTINATION_ID: &str = "destinationId-000000000001";
