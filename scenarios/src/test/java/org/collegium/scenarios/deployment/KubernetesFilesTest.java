package org.collegium.scenarios.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class KubernetesFilesTest {
  private static final Path BASE = Path.of("..", "conf", "kubernetes", "base");
  private static final Set<String> ROLES = Set.of("organization", "agents", "model-host");

  private static <T extends HasMetadata> List<T> all(Class<T> type) throws IOException {
    return KubernetesManifests.in(BASE).stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static PodSpec pod(StatefulSet set) {
    return set.getSpec().getTemplate().getSpec();
  }

  private static Container node(StatefulSet set) {
    return pod(set).getContainers().getFirst();
  }

  private static Map<String, String> labels(StatefulSet set) {
    return set.getSpec().getTemplate().getMetadata().getLabels();
  }

  private static String role(StatefulSet set) {
    return set.getMetadata().getName().substring("collegium-".length());
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsFound() throws IOException {
    JsonNode wrong =
        KubernetesManifests.document(
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: x}
            spec: {template: {spec: {containers: [{name: node, imagePolicy: Never}]}}}
            """);
    assertThatThrownBy(() -> KubernetesManifests.read("x.yaml", wrong)).hasMessageContaining("imagePolicy");
  }

  @Test
  void eachRoleHasASetAServiceAndADisruptionBudgetForTheSamePods() throws IOException {
    List<StatefulSet> sets = all(StatefulSet.class);
    assertThat(sets.stream().map(KubernetesFilesTest::role)).containsExactlyInAnyOrderElementsOf(ROLES);
    for (StatefulSet set : sets) {
      assertThat(labels(set)).containsEntry("app.kubernetes.io/component", role(set));
      assertThat(set.getSpec().getSelector().getMatchLabels()).isEqualTo(labels(set));
      assertThat(set.getSpec().getPodManagementPolicy()).isEqualTo("Parallel");
      assertThat(set.getSpec().getReplicas()).isPositive();
      Service service = named(all(Service.class), set.getSpec().getServiceName());
      assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
      assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
      assertThat(service.getSpec().getSelector()).isEqualTo(labels(set));
      assertThat(service.getSpec().getPorts()).extracting(ServicePort::getPort).containsExactly(7355, 8558);
      PodDisruptionBudget budget = named(all(PodDisruptionBudget.class), set.getMetadata().getName());
      assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
      assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(labels(set));
    }
  }

  private static <T extends HasMetadata> T named(List<T> objects, String name) {
    return objects.stream().filter(each -> each.getMetadata().getName().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void nodesAreLookedAtOnPortsThatTheyHave() throws IOException {
    for (StatefulSet set : all(StatefulSet.class)) {
      Container node = node(set);
      assertThat(node.getPorts()).extracting(ContainerPort::getName).containsExactly("remote", "management", "metrics");
      assertThat(node.getPorts()).extracting(ContainerPort::getContainerPort).containsExactly(7355, 8558, 9095);
      assertProbe(node.getReadinessProbe(), "/ready");
      assertProbe(node.getLivenessProbe(), "/alive");
      assertProbe(node.getStartupProbe(), "/alive");
    }
  }

  private static void assertProbe(Probe probe, String path) {
    assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
    assertThat(probe.getPeriodSeconds()).isPositive();
  }

  @Test
  void onlyTheModelHostAsksForADevice() throws IOException {
    for (StatefulSet set : all(StatefulSet.class)) {
      Map<String, ?> limits = node(set).getResources().getLimits();
      Map<String, ?> requests = node(set).getResources().getRequests();
      assertThat(limits.containsKey("nvidia.com/gpu")).as(role(set)).isEqualTo(role(set).equals("model-host"));
      assertThat(requests.get("nvidia.com/gpu")).isEqualTo(limits.get("nvidia.com/gpu"));
      assertThat(requests.keySet()).contains("cpu", "memory");
      assertThat(limits.keySet()).contains("memory");
    }
  }

  @Test
  void nobodyIsRootAndNothingOfTheImageIsWritten() throws IOException {
    for (StatefulSet set : all(StatefulSet.class)) {
      assertThat(pod(set).getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod(set).getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
      for (Container container : containers(set).toList()) {
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
      }
    }
  }

  private static Stream<Container> containers(StatefulSet set) {
    return Stream.concat(pod(set).getContainers().stream(), pod(set).getInitContainers().stream());
  }

  @Test
  void whatIsMountedIsThere() throws IOException {
    JsonNode kustomization = KubernetesManifests.documents(BASE.resolve("kustomization.yaml")).getFirst();
    Set<String> secrets = names(kustomization.path("secretGenerator"));
    Set<String> maps = names(kustomization.path("configMapGenerator"));
    Set<String> images = names(kustomization.path("images"));
    for (StatefulSet set : all(StatefulSet.class)) {
      Set<String> volumes = new TreeSet<>();
      pod(set).getVolumes().forEach(volume -> {
        volumes.add(volume.getName());
        if (volume.getSecret() != null) {
          assertThat(secrets).contains(volume.getSecret().getSecretName());
        }
        if (volume.getConfigMap() != null) {
          assertThat(maps).contains(volume.getConfigMap().getName());
        }
      });
      set.getSpec().getVolumeClaimTemplates().forEach(claim -> volumes.add(claim.getMetadata().getName()));
      containers(set).forEach(container -> {
        assertThat(container.getVolumeMounts()).extracting(VolumeMount::getName).isSubsetOf(volumes);
        assertThat(images).contains(container.getImage());
      });
    }
  }

  private static Set<String> names(JsonNode list) {
    Set<String> names = new TreeSet<>();
    list.forEach(each -> names.add(each.path("name").asText()));
    return names;
  }

  @Test
  void allFilesBelongToTheKustomization() throws IOException {
    JsonNode kustomization = KubernetesManifests.documents(BASE.resolve("kustomization.yaml")).getFirst();
    List<HasMetadata> listed = new ArrayList<>();
    for (JsonNode file : kustomization.path("resources")) {
      for (JsonNode document : KubernetesManifests.documents(BASE.resolve(file.asText()))) {
        listed.add(KubernetesManifests.read(file.asText(), document));
      }
    }
    assertThat(listed).hasSameSizeAs(KubernetesManifests.in(BASE));
    assertThat(StreamSupport.stream(kustomization.path("images").spliterator(), false))
        .allSatisfy(image -> assertThat(image.path("newTag").asText()).matches("\\d+\\.\\d+\\.\\d+"));
  }

  @Test
  void nodesMayLookForEachOtherAndNothingElse() throws IOException {
    Role role = all(Role.class).getFirst();
    assertThat(role.getRules()).singleElement().satisfies(rule -> {
      assertThat(rule.getResources()).containsExactly("pods");
      assertThat(rule.getVerbs()).containsExactlyInAnyOrder("get", "watch", "list");
    });
    RoleBinding binding = all(RoleBinding.class).getFirst();
    assertThat(binding.getRoleRef().getName()).isEqualTo(role.getMetadata().getName());
    for (StatefulSet set : all(StatefulSet.class)) {
      assertThat(binding.getSubjects())
          .anyMatch(subject -> subject.getName().equals(pod(set).getServiceAccountName()));
    }
  }
}
