package collector.traffic;

import java.time.Duration;

/**
 * What is told of packets, wherever they come from.
 *
 * @param interval between two reports of metrics and top talkers
 * @param flows how conversations are followed
 * @param dns whether questions and answers of the domain name system are read
 * @param tls whether server names of TLS are read
 */
record TrafficSettings(Duration interval, FlowSettings flows, boolean dns, boolean tls) {}
