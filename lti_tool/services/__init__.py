"""The use cases of Passerelle. Each opens one unit of work; none touches the network while it is open."""
